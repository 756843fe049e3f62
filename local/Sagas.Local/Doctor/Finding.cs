namespace Sagas.Local.Doctor;

internal enum Severity
{
    Fine,
    Lacking,
    Broken,
}

internal sealed record Finding(Severity Severity, string What, string? Cure = null)
{
    public static Finding Fine(string what) => new(Severity.Fine, what);
}
