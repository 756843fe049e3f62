using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>How something ended, as it is in history: with a result, or with a failure.</summary>
internal readonly record struct Outcome(Payloads? Result, Failure? Failure)
{
    public static Outcome Success(Payloads? result) => new(result, null);

    public static Outcome Failed(Failure failure) => new(null, failure);
}
