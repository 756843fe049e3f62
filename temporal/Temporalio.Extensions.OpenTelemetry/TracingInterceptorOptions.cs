using OpenTelemetry.Context.Propagation;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Options for tracing.</summary>
public class TracingInterceptorOptions : ICloneable
{
    /// <summary>Name of the header that carries the trace.</summary>
    /// <value><c>_tracer-data</c>, as in every Temporal SDK.</value>
    public string HeaderKey { get; set; } = "_tracer-data";

    /// <summary>Writes the trace into the header and reads it from there.</summary>
    /// <value>The default of OpenTelemetry when the options are made; trace and baggage as of W3C if none is set.</value>
    public TextMapPropagator Propagator { get; set; } =
        Propagators.DefaultTextMapPropagator is { Fields: not null } known
            ? known
            : new CompositeTextMapPropagator([new TraceContextPropagator(), new BaggagePropagator()]);

    /// <summary>Name of the tag with the workflow's id; null leaves it out.</summary>
    /// <value><c>temporalWorkflowID</c>.</value>
    public string? TagNameWorkflowId { get; set; } = "temporalWorkflowID";

    /// <summary>Name of the tag with the run's id; null leaves it out.</summary>
    /// <value><c>temporalRunID</c>.</value>
    public string? TagNameRunId { get; set; } = "temporalRunID";

    /// <summary>Name of the tag with the activity's id; null leaves it out.</summary>
    /// <value><c>temporalActivityID</c>.</value>
    public string? TagNameActivityId { get; set; } = "temporalActivityID";

    /// <summary>Name of the tag with the update's id; null leaves it out.</summary>
    /// <value><c>temporalUpdateID</c>.</value>
    public string? TagNameUpdateId { get; set; } = "temporalUpdateID";

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
