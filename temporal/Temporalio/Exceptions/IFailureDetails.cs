namespace Temporalio.Exceptions;

/// <summary>Details that a failure carries.</summary>
public interface IFailureDetails
{
    /// <summary>Number of details.</summary>
    int Count { get; }

    /// <summary>Gets one detail, converted.</summary>
    /// <typeparam name="T">Type wanted.</typeparam>
    /// <param name="index">Position, from 0.</param>
    /// <returns>The detail.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such detail.</exception>
    T ElementAt<T>(int index);
}
