namespace SmtpSim.Conformance.Steps;

/// <summary>What clients say to the server under test.</summary>
[Binding]
public sealed class ClientSteps(World world)
{
    [When("the/a client plays {string}")]
    public Task PlaysFileAsync(string file) => world.PlayAsync(world.InFile(file));

    [When("the/a client plays")]
    [Then("the/a client plays")]
    public Task PlaysAsync(string transcript) => world.PlayAsync(world.Inline(transcript));

    [When("the choreography plays")]
    public Task PlaysAllAsync(string transcript) => world.PlayAllAsync(world.Inline(transcript));

    [When("the choreography plays {string}")]
    public Task PlaysAllFileAsync(string file) => world.PlayAllAsync(world.InFile(file));

    [Then("the client goes on")]
    public Task GoesOnAsync(string transcript) => world.GoOnAsync(world.Inline(transcript));

    [When("{int} clients play at once")]
    public Task PlayAtOnceAsync(int count, string transcript) => world.PlayAtOnceAsync(count, world.Inline(transcript));
}
