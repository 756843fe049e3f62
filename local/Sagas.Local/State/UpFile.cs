namespace Sagas.Local.State;

/// <summary>
/// What <c>.sagas/up.json</c> tells scripts about the running system. It exists while everything is ready; process ids
/// are kept up to date when a part is started again.
/// </summary>
internal sealed record UpFile(UpUrls Urls, UpKeys Keys, SortedDictionary<string, int> Pids);

/// <summary>
/// <paramref name="Temporal"/> is a gRPC address (<c>host:port</c>), the others are URLs. There is a codec server only where
/// payloads are encrypted.
/// </summary>
internal sealed record UpUrls(
    string Api,
    string OpenApi,
    string Temporal,
    string TemporalUi,
    string TemporalHttp,
    string Stripe,
    string SendGrid,
    string Inbox,
    string Database,
    string? Codec);

/// <summary>Keys of the demo client and the demo support user, as they go into <c>Authorization: Bearer</c>.</summary>
internal sealed record UpKeys(string Client, string Support);
