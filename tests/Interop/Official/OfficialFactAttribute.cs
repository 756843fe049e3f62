namespace Interop.Official;

/// <summary>A test that needs the official Temporalio package: skipped where the package sources do not have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OfficialFactAttribute : FactAttribute
{
    public OfficialFactAttribute() => Skip = OfficialBuild.Missing;
}
