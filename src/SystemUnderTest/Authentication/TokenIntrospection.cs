using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SmtpGate.Authentication;

/// <summary>Asks an OAuth server whose a token is (RFC 7662).</summary>
/// <param name="http">Stays the caller's.</param>
public sealed class TokenIntrospection(
    IntrospectionOptions options, HttpClient http, ILogger<TokenIntrospection> logger) : ITokenCheck
{
    public async ValueTask<(Judgement Judgement, string User)> CheckAsync(
        string token, string claimed, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.TimeLimit);
        try
        {
            using var response = await http.SendAsync(Question(token), limit.Token);
            response.EnsureSuccessStatusCode();
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(limit.Token));
            return Judge(answer.RootElement, claimed);
        }
        catch (Exception silent) when (silent is HttpRequestException or JsonException or InvalidOperationException
            || (silent is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            Log.NoToken(logger, options.Server, silent.Message);
            return (Judgement.Unavailable, "");
        }
    }

    private HttpRequestMessage Question(string token)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Client}:{options.Secret}"));
        return new HttpRequestMessage(HttpMethod.Post, options.Server)
        {
            Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]),
            Headers =
            {
                Authorization = new AuthenticationHeaderValue("Basic", credentials),
                Accept = { new("application/json") },
            },
        };
    }

    // Only the server knows whose the token is; a client that claims to be another has failed.
    private (Judgement, string) Judge(JsonElement answer, string claimed)
    {
        if (!answer.TryGetProperty("active", out var active) || active.ValueKind != JsonValueKind.True
            || !answer.TryGetProperty(options.UserClaim, out var name) || name.ValueKind != JsonValueKind.String)
            return (Judgement.Bad, "");
        var user = name.GetString()!;
        return claimed.Length == 0 || claimed.Equals(user, StringComparison.OrdinalIgnoreCase)
            ? (Judgement.Good, user)
            : (Judgement.Bad, "");
    }
}
