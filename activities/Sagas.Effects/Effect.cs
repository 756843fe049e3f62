using Npgsql;

namespace Sagas.Effects;

/// <summary>
/// One database effect: a call of one SQL function, which does its work and saves its fact in the transaction of the call.
/// Effects are idempotent by their key, so any of them may run twice; and they are self-contained, so that the effects of
/// many bookings can share one round trip and one commit.
/// </summary>
/// <typeparam name="T">What the function answers.</typeparam>
public abstract record Effect<T>
{
    /// <summary>The call, with positional parameters; it answers exactly one row.</summary>
    protected internal abstract string Sql { get; }

    /// <summary>The seats that the function will lock, or null. A group locks all of its seats first, in one order.</summary>
    protected internal virtual SeatsTouched? Seats => null;

    /// <summary>Adds the parameters, in order.</summary>
    protected internal abstract void Bind(EffectParameters parameters);

    /// <summary>Reads the one row.</summary>
    protected internal abstract T Read(NpgsqlDataReader row);
}

/// <summary>Seats of one event that an effect locks.</summary>
public sealed record SeatsTouched(string EventId, IReadOnlyList<string> Seats);

/// <summary>Nothing: the answer of an effect that only does.</summary>
public readonly record struct Done;
