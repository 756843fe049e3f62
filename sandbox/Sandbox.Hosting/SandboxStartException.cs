namespace Sandbox.Hosting;

/// <summary>The sandbox cannot start; the message is one sentence for the person at the terminal.</summary>
public sealed class SandboxStartException : Exception
{
    public SandboxStartException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
