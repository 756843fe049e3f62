using Temporalio.Client;

namespace Temporalio.Testing;

/// <summary>
/// Lets the server skip time while something is waited for, unless that is disabled for the current code.
/// </summary>
internal sealed class AutoTimeSkipping
{
    private readonly AsyncLocal<bool> _disabled = new();

    public async Task<T> WhileDisabledAsync<T>(Func<Task<T>> func)
    {
        // Ends with this method: changes to async locals do not flow out of it.
        _disabled.Value = true;
        return await func().ConfigureAwait(false);
    }

    public async Task<T> WhileSkippingAsync<T>(ITemporalClient client, Func<Task<T>> wait)
    {
        if (_disabled.Value)
        {
            return await wait().ConfigureAwait(false);
        }
        var service = client.Connection.TestService;
        await service.UnlockTimeSkippingAsync(new()).ConfigureAwait(false);
        T result;
        try
        {
            result = await wait().ConfigureAwait(false);
        }
        catch
        {
            // What went wrong in waiting matters more than what may go wrong here.
            await ((Task)service.LockTimeSkippingAsync(new()))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await service.LockTimeSkippingAsync(new()).ConfigureAwait(false);
        return result;
    }
}
