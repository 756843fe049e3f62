using System.Diagnostics.CodeAnalysis;

namespace Sagas.Engine;

/// <summary>A condition that holds unless the code is wrong. Checked in every build.</summary>
public static class Invariant
{
    /// <summary>Goes on if <paramref name="condition"/> holds.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="rule">The rule, as a sentence that is false now.</param>
    /// <exception cref="InvariantBrokenException">
    /// It does not. Inside a workflow this fails the workflow task, so the saga waits for corrected code and loses nothing.
    /// </exception>
    public static void Require([DoesNotReturnIf(false)] bool condition, string rule)
    {
        if (!condition)
        {
            throw new InvariantBrokenException(rule);
        }
    }
}

/// <summary>The code broke its own rule; see <see cref="Invariant"/>.</summary>
/// <param name="rule">The broken rule.</param>
public sealed class InvariantBrokenException(string rule) : Exception($"Invariant broken: {rule}");
