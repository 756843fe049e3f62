using Microsoft.Extensions.DependencyInjection;

namespace Sagas.Effects;

/// <summary>Registers effects with a host.</summary>
public static class EffectServices
{
    /// <summary>Effects on the host's database, in groups.</summary>
    /// <param name="services">The host's, with an <c>NpgsqlDataSource</c>.</param>
    /// <param name="traced">Whether somebody collects spans and measurements.</param>
    public static IServiceCollection AddEffects(this IServiceCollection services, bool traced)
    {
        services.AddSingleton<GroupCommitter>();
        return services.AddSingleton<IEffects>(provider =>
        {
            var committer = provider.GetRequiredService<GroupCommitter>();
            return traced ? new TracedEffects(committer) : committer;
        });
    }
}
