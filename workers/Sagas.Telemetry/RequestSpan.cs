using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Sagas.Telemetry;

/// <summary>Names the span of a request by its route, and says how it ended: ASP.NET Core leaves both open.</summary>
internal sealed class RequestSpan(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Here the current span is the request's own; inside it may be another.
        var span = Activity.Current;
        await next(context);
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        var route = context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route;
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}

/// <summary>Puts the spans of requests into a process's pipeline.</summary>
public static class RequestSpans
{
    /// <summary>First of all middleware, so that its time and its answer are the request's.</summary>
    /// <param name="app">The process.</param>
    /// <param name="settings">Whether there are spans at all.</param>
    public static void UseRequestSpans(this IApplicationBuilder app, TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.IsOn)
        {
            app.UseMiddleware<RequestSpan>();
        }
    }
}
