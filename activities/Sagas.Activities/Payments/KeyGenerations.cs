using Sagas.Activities.Payments.Stripe;

namespace Sagas.Activities.Payments;

/// <summary>
/// Stripe stores a 500 under the idempotency key and repeats it for a day, so the same key can never succeed. Once a look at
/// the object has shown that nothing happened, the next generation of the key is used: made of the same business ids, hence
/// the same after a crash, because each attempt walks through the same generations again.
/// </summary>
internal static class KeyGenerations
{
    private const int GenerationsMax = 5;

    /// <param name="key">Of the first generation.</param>
    /// <param name="call">One request under the key given to it.</param>
    /// <param name="nothingHappened">Looks at the object: may the next generation be tried?</param>
    public static async Task<StripeResult<T>> CallAsync<T>(
        string key, Func<string, Task<StripeResult<T>>> call, Func<Task<bool>> nothingHappened)
        where T : class
    {
        var result = await call(key).ConfigureAwait(false);
        for (var generation = 2; generation <= GenerationsMax; generation++)
        {
            var isStuck = result.Failure is { Kind: StripeFailureKind.Unknown, Replayed: true };
            if (!isStuck || !await nothingHappened().ConfigureAwait(false))
            {
                return result;
            }

            result = await call($"{key}:g{generation}").ConfigureAwait(false);
        }

        return result;
    }
}
