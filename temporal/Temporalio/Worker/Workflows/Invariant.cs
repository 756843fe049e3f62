namespace Temporalio.Worker.Workflows;

/// <summary>Checks that hold in release builds too.</summary>
internal static class Invariant
{
    public static void Require(bool condition, string broken)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Broken invariant of the workflow worker: {broken}");
        }
    }
}
