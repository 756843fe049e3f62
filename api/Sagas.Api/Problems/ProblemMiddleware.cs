using Npgsql;
using Temporalio.Exceptions;

namespace Sagas.Api.Problems;

/// <summary>
/// Makes a problem of everything that is not a success: exceptions, and bare status codes of the layers below (unknown
/// route, wrong method). What is inside an unexpected exception goes to the log, never to the client.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    private const int RetryAfterSeconds = 2;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await ProblemOf(error, context).WriteAsync(context);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } response)
        {
            var type = ProblemTypes.ByStatus.GetValueOrDefault(response.StatusCode, ProblemTypes.BadRequest);
            await (Problem.Of(type) with { Status = response.StatusCode }).WriteAsync(context);
        }
    }

    private Problem ProblemOf(Exception error, HttpContext context)
    {
        switch (error)
        {
            case ProblemException problem:
                return problem.Problem;
            case BadHttpRequestException { StatusCode: var status }:
                return Problem.Of(ProblemTypes.ByStatus.GetValueOrDefault(status, ProblemTypes.BadRequest));
            case NpgsqlException { IsTransient: true } or RpcException { Code: RpcException.StatusCode.Unavailable }
                or RpcTimeoutOrCanceledException or TimeoutException:
                logger.DependencyDown(context.Request.Method, context.Request.Path, error.Message);
                return Problem.Of(ProblemTypes.Unavailable) with { RetryAfterSeconds = RetryAfterSeconds };
            default:
                logger.RequestFailed(error, context.Request.Method, context.Request.Path, context.TraceIdentifier);
                return Problem.Of(ProblemTypes.Internal);
        }
    }
}
