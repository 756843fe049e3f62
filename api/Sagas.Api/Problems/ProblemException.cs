namespace Sagas.Api.Problems;

/// <summary>Ends a request with a problem, from wherever it is found.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Title)
{
    public Problem Problem { get; } = problem;

    public static ProblemException Of(ProblemType type, string? detail = null) => new(Problem.Of(type, detail));
}
