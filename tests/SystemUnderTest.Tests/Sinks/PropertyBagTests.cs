using SmtpGate.Sinks;

namespace SmtpGate.Tests.Sinks;

[Trait("Rows", "AU-07")]
public sealed class PropertyBagTests
{
    private readonly PropertyBag _bag = new();

    [Fact]
    public void What_was_put_is_read_back_by_its_type()
    {
        _bag.PutBool(7, true);
        _bag.PutDword(100, 42);
        _bag.PutString(101, "joe");
        _bag.PutProperty(102, [1, 0, 2]);
        Assert.Equal((true, 42u, "joe"), (_bag.GetBool(7), _bag.GetDword(100), _bag.GetString(101)));
        Assert.Equal([1, 0, 2], _bag.GetProperty(102));
    }

    [Fact]
    public void Reading_what_was_never_set_is_an_error_of_its_own_kind()
    {
        Assert.Equal(7u, Assert.Throws<PropertyNotSetException>(() => _bag.GetBool(7)).Id);
        _bag.PutBool(7, false);
        Assert.False(_bag.GetBool(7));
        _bag.Clear();
        Assert.Throws<PropertyNotSetException>(() => _bag.GetBool(7));
    }

    [Fact]
    public void Reading_by_another_type_is_another_error()
    {
        _bag.PutString(7, "true");
        var wrong = Assert.Throws<PropertyTypeException>(() => _bag.GetBool(7));
        Assert.Equal("session property 7 holds String, not Boolean", wrong.Message);
        Assert.Throws<PropertyTypeException>(() => _bag.Find<bool>(7));
    }

    [Fact]
    public void Looking_for_what_was_never_set_finds_nothing() =>
        Assert.Equal((false, null), (_bag.Find<bool>(7), _bag.Find<string>(8)));

    [Fact]
    public void Octets_are_copied_in_and_out()
    {
        byte[] octets = [1];
        _bag.PutProperty(100, octets);
        octets[0] = 2;
        _bag.GetProperty(100)[0] = 3;
        Assert.Equal([1], _bag.GetProperty(100));
    }
}
