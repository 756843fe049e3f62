namespace Sagas.Api.Health;

/// <param name="Status">ok, degraded (works, with something missing) or down.</param>
/// <param name="Checks">Each dependency: ok or down.</param>
public sealed record HealthResponse(string Status, IReadOnlyDictionary<string, string> Checks);
