namespace Sagas.Effects;

/// <summary>Carries out database effects.</summary>
public interface IEffects
{
    /// <summary>
    /// Returns once the effect is committed. When it throws, the effect may or may not have happened: run it again with the
    /// same key. Cancelling gives up waiting; an effect that is under way still happens.
    /// </summary>
    Task<T> ApplyAsync<T>(Effect<T> effect, CancellationToken cancellationToken = default);
}
