namespace SmtpSim.Conformance;

/// <summary>
/// The attributes of Reqnroll, by name and meaning, so that the steps move there unchanged where it can be had.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BindingAttribute : Attribute;

/// <summary>A sentence as a Cucumber expression: <c>the client plays {string}</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class StepAttribute(string keyword, string expression) : Attribute
{
    public string Keyword => keyword;

    public string Expression => expression;
}

public sealed class GivenAttribute(string expression) : StepAttribute("Given", expression);

public sealed class WhenAttribute(string expression) : StepAttribute("When", expression);

public sealed class ThenAttribute(string expression) : StepAttribute("Then", expression);
