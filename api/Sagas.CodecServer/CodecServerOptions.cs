using System.Net;
using Sagas.Encryption.Keys;

namespace Sagas.CodecServer;

/// <summary>What the codec server is told by its environment. All faults are reported at once.</summary>
public sealed record CodecServerOptions
{
    /// <summary>Where it listens if nothing is said.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8081";

    private const string OfANetwork = "network";
    private const int TokenLengthMin = 16;

    private static readonly string[] DefaultOrigins = ["http://localhost:8233", "http://127.0.0.1:8233"];

    /// <summary>`PAYLOAD_ENCRYPTION_KEY`, `PAYLOAD_ENCRYPTION_KEYS`: those of the workers.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>`SAGAS_CODEC_URL`: where to listen; port 0 takes a free one.</summary>
    public string Url { get; init; } = DefaultUrl;

    /// <summary>`SAGAS_CODEC_ORIGINS`: the pages that may ask, by scheme, host and port.</summary>
    public IReadOnlyList<string> Origins { get; init; } = DefaultOrigins;

    /// <summary>`SAGAS_CODEC_TOKENS`: one of them must be shown as `Authorization: Bearer …`. None: nobody is asked.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Reads variables by <paramref name="variable"/>.</summary>
    /// <param name="variable">Gives a variable's value.</param>
    /// <exception cref="InvalidOperationException">All that is wrong, a sentence per line.</exception>
    public static CodecServerOptions From(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var faults = new List<string>();
        var keys = KeyVariables.Read(variable, faults);
        if (keys is null && faults.Count == 0)
        {
            faults.Add($"{KeyVariables.One} is not set: without the key of the workers there is nothing to decode.");
        }

        var url = Given(variable("SAGAS_CODEC_URL")) ?? DefaultUrl;
        var origins = List(variable("SAGAS_CODEC_ORIGINS"));
        var tokens = List(variable("SAGAS_CODEC_TOKENS"));
        faults.AddRange(FaultsOf(url, origins, tokens, Given(variable("SAGAS_CODEC_ACCESS"))));
        return faults.Count > 0
            ? throw new InvalidOperationException(string.Join(Environment.NewLine, faults))
            : new CodecServerOptions
            {
                Keys = keys!,
                Url = url,
                Origins = origins.Count > 0 ? origins : DefaultOrigins,
                Tokens = tokens,
            };
    }

    private static IEnumerable<string> FaultsOf(
        string url, IReadOnlyList<string> origins, IReadOnlyList<string> tokens, string? access)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var listens) || listens.Scheme is not ("http" or "https"))
        {
            yield return $"SAGAS_CODEC_URL is '{url}'; it must look like {DefaultUrl}.";
        }
        else if (!IsThisMachine(listens) && tokens.Count == 0 && access != OfANetwork)
        {
            yield return $"SAGAS_CODEC_URL is '{url}', which others can reach, and whoever reaches it reads what is encrypted: set "
                + $"SAGAS_CODEC_TOKENS, or SAGAS_CODEC_ACCESS={OfANetwork} if something in front of it decides who may come.";
        }

        foreach (var origin in origins.Where(origin => !IsOrigin(origin)))
        {
            yield return $"SAGAS_CODEC_ORIGINS has '{origin}', which is no origin; it must look like {DefaultOrigins[0]}.";
        }

        if (tokens.Any(token => token.Length < TokenLengthMin))
        {
            yield return $"SAGAS_CODEC_TOKENS has a token of fewer than {TokenLengthMin} characters, which could be guessed.";
        }

        if (access is not (null or OfANetwork))
        {
            yield return $"SAGAS_CODEC_ACCESS is '{access}'; it may only be '{OfANetwork}'.";
        }
    }

    private static bool IsThisMachine(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.GetLeftPart(UriPartial.Authority) == text;

    private static IReadOnlyList<string> List(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
