namespace Sagas.Local.Up;

internal sealed record UpOptions(string? State, IReadOnlyList<PortSetting> Ports);
