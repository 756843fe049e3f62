using Sagas.Api.Problems;

namespace Sagas.Api;

internal static class ProblemMetadata
{
    /// <summary>Declares the statuses with which an endpoint may refuse; each answer is a <see cref="Problem"/>.</summary>
    public static TBuilder ProducesProblems<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            builder.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(Problem), ["application/problem+json"]));
        }

        return builder;
    }
}
