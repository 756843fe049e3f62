namespace Sagas.Local;

/// <summary>Something the person at the terminal can put right: printed as one sentence, without a stack trace.</summary>
internal sealed class UserError(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
