using Sagas.Local.Cli;
using Sagas.Local.State;

namespace Sagas.Local.Client;

/// <summary>Which API the terminal talks to, and with which key: the environment's, else the system that runs here.</summary>
internal sealed record ApiAddress(Uri Url, string Key)
{
    public const string UrlVariable = "SAGAS_API_URL";
    public const string ClientKeyVariable = "SAGAS_API_KEY";
    public const string SupportKeyVariable = "SAGAS_SUPPORT_KEY";

    public static ApiAddress ForClient(string? state) => Find(state, ClientKeyVariable, keys => keys.Client);

    public static ApiAddress ForSupport(string? state) => Find(state, SupportKeyVariable, keys => keys.Support);

    private static ApiAddress Find(string? state, string keyVariable, Func<UpKeys, string> keyOf)
    {
        var running = JsonFile.Read<UpFile>(StateDirectory.At(state).UpFile);
        var url = Given(UrlVariable) ?? running?.Urls.Api;
        var key = Given(keyVariable) ?? (running is null ? null : keyOf(running.Keys));
        if (url is null || key is null)
        {
            throw new UserError(
                $"Sagas is not running here. Start it in another terminal with ./sagas up, or set {UrlVariable} and "
                + $"{keyVariable} to an API elsewhere.");
        }

        if (!key.All(char.IsAscii) || key.Any(char.IsControl))
        {
            throw new UserError($"{keyVariable} holds characters that no API key has.", CommandLine.NotUnderstood);
        }

        return Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && parsed.Scheme is ("http" or "https")
            ? new ApiAddress(parsed, key)
            : throw new UserError(
                $"{UrlVariable} is '{url}'; it must look like http://127.0.0.1:8080.", CommandLine.NotUnderstood);
    }

    private static string? Given(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
