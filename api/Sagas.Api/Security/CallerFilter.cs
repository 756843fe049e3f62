using Sagas.Api.Problems;

namespace Sagas.Api.Security;

/// <summary>Lets a request through only with a key of the right role, and tells the endpoint who calls.</summary>
internal sealed class CallerFilter(ApiKeys keys, CallerRole? role) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization.ToString();
        var caller = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await keys.FindAsync(header[Scheme.Length..].Trim(), http.RequestAborted)
            : null;
        if (caller is null)
        {
            throw ProblemException.Of(
                ProblemTypes.Unauthorized, "Send a valid API key as 'Authorization: Bearer KEY'.");
        }

        if (role is not null && caller.Role != role)
        {
            throw ProblemException.Of(ProblemTypes.Forbidden, $"This needs a {role.ToString()!.ToLowerInvariant()} key.");
        }

        http.Items[typeof(Caller)] = caller;
        return await next(context);
    }
}

internal static class CallerExtensions
{
    /// <summary>A role of null lets every valid key in.</summary>
    public static TBuilder RequireCaller<TBuilder>(this TBuilder builder, CallerRole? role)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .AddEndpointFilterFactory((context, next) =>
            {
                var filter = new CallerFilter(context.ApplicationServices.GetRequiredService<ApiKeys>(), role);
                return call => filter.InvokeAsync(call, next);
            })
            .WithMetadata(new NeedsKey(role));

    /// <summary>Who calls; only behind <see cref="RequireCaller{TBuilder}"/>.</summary>
    public static Caller Caller(this HttpContext context) => (Caller)context.Items[typeof(Caller)]!;
}

/// <summary>Marks an endpoint that needs a key, for the OpenAPI description.</summary>
internal sealed record NeedsKey(CallerRole? Role);
