using System.Collections.Concurrent;
using Sagas.Engine.Execution;
using Temporalio.Activities;
using Temporalio.Client.Interceptors;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;

namespace Sagas.Workers.Hosting;

/// <summary>
/// A circuit breaker per activity type. A local attempt holds the workflow's task, and with it a slot of its worker and the workflow's
/// ear; so while an activity is slow or in trouble it is not tried locally: it waits in the step's own task queue, in sight of
/// operators.
/// <para>
/// Each attempt, local or not, says how things are: it was slow if it took longer than <see cref="QuickMax"/>, and in trouble if it
/// failed otherwise than for good. After <see cref="OpenFor"/> without any attempt, one is made locally again.
/// </para>
/// </summary>
internal sealed class LocalAttemptBreaker(TimeProvider clock) : IClientInterceptor, IWorkerInterceptor
{
    /// <summary>As long as the longest pause between two attempts of a step that a customer waits for.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(10);

    /// <summary>Half of what a local call of a provider may take.</summary>
    public static readonly TimeSpan QuickMax = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, long> _opened = new();

    public ClientOutboundInterceptor InterceptClient(ClientOutboundInterceptor nextInterceptor) => nextInterceptor;

    public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) => nextInterceptor;

    public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) => new Inbound(nextInterceptor, this);

    private long Now => clock.GetTimestamp();

    private bool IsOpen(string activity) =>
        _opened.TryGetValue(activity, out var at) && clock.GetElapsedTime(at) < OpenFor;

    private void Note(string activity, long begun, bool isTrouble)
    {
        if (isTrouble || clock.GetElapsedTime(begun) > QuickMax)
        {
            _opened[activity] = Now;
        }
        else if (!_opened.IsEmpty)
        {
            _opened.TryRemove(activity, out _);
        }
    }

    private sealed class Inbound(ActivityInboundInterceptor next, LocalAttemptBreaker breaker) : ActivityInboundInterceptor(next)
    {
        public override async Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
        {
            var info = ActivityExecutionContext.Current.Info;
            if (info.IsLocal && breaker.IsOpen(info.ActivityType))
            {
                throw new ApplicationFailureException(
                    $"{info.ActivityType} is slow or in trouble, so it is not tried locally.", LocalAttempts.Skipped);
            }

            var begun = breaker.Now;
            var isTrouble = true;
            try
            {
                var result = await base.ExecuteActivityAsync(input).ConfigureAwait(false);
                isTrouble = false;
                return result;
            }
            catch (ApplicationFailureException failure) when (failure.NonRetryable)
            {
                isTrouble = false;
                throw;
            }
            finally
            {
                breaker.Note(info.ActivityType, begun, isTrouble);
            }
        }
    }
}
