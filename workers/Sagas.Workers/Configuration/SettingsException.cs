namespace Sagas.Workers.Configuration;

/// <summary>The environment does not make sense; every fault of it, each with its variable and rule.</summary>
internal sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception($"The worker cannot start:{string.Concat(faults.Select(fault => "\n  " + fault))}")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
