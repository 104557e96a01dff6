namespace SmtpGate.Outgoing;

/// <summary>An account at the next host.</summary>
public sealed record Credentials(string User, string Password)
{
    /// <summary>Without the password, which belongs into no log.</summary>
    public override string ToString() => User;
}
