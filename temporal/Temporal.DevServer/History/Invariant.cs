using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Temporal.DevServer.History;

/// <summary>Checks that stay on in release builds: a broken one fails the request and nothing is written.</summary>
internal static class Invariant
{
    /// <summary>Throws when <paramref name="condition"/> is false.</summary>
    public static void Require(
        [DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string rule = "")
    {
        if (!condition)
        {
            throw new InvariantException($"Broken invariant: {rule}.");
        }
    }
}

/// <summary>A rule of the server's own state does not hold: a defect of the server, never of a caller.</summary>
internal sealed class InvariantException(string message) : Exception(message);
