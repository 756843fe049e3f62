using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;

namespace Temporalio.Client;

/// <summary>A workflow run, as it is described.</summary>
public class WorkflowExecutionDescription : WorkflowExecution
{
    private readonly DataConverter _dataConverter;

    /// <summary>Creates the description.</summary>
    /// <param name="rawDescription">What the server said.</param>
    /// <param name="dataConverter">Converter, with its context.</param>
    protected internal WorkflowExecutionDescription(
        DescribeWorkflowExecutionResponse rawDescription, DataConverter dataConverter)
        : base(rawDescription.WorkflowExecutionInfo, dataConverter, null)
    {
        RawDescription = rawDescription;
        _dataConverter = dataConverter;
    }

    /// <summary>What the server said.</summary>
    internal DescribeWorkflowExecutionResponse RawDescription { get; }

    /// <summary>Reads the summary given at the start.</summary>
    /// <returns>Markdown of one line; null without one.</returns>
    public async Task<string?> GetStaticSummaryAsync() =>
        RawDescription.ExecutionConfig?.UserMetadata?.Summary is { } summary
            ? await _dataConverter.ToValueAsync<string>(summary).ConfigureAwait(false)
            : null;

    /// <summary>Reads the details given at the start.</summary>
    /// <returns>Markdown; null without them.</returns>
    public async Task<string?> GetStaticDetailsAsync() =>
        RawDescription.ExecutionConfig?.UserMetadata?.Details is { } details
            ? await _dataConverter.ToValueAsync<string>(details).ConfigureAwait(false)
            : null;
}
