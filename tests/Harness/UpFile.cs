using System.Text.Json;

namespace Sagas.Harness;

/// <summary>What <c>up.json</c> says of a running system.</summary>
public sealed record UpFile(UpUrls Urls, UpKeys Keys, IReadOnlyDictionary<string, int> Pids)
{
    /// <summary>The file's content, or null while there is none (or half of one).</summary>
    public static UpFile? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<UpFile>(File.ReadAllText(path), JsonSerializerOptions.Web);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }
}

public sealed record UpUrls(
    string Api, string Temporal, string Stripe, string SendGrid, string Database, string TemporalUi, string TemporalHttp, string? Codec);

public sealed record UpKeys(string Client, string Support);
