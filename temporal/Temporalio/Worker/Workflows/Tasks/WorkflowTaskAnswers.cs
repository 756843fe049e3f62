using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;
using Temporalio.Worker.Workflows.Codecs;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>Sends the answers to tasks, encoded if there is a codec.</summary>
internal sealed class WorkflowTaskAnswers(IWorkflowTaskService service, IPayloadCodec? codec)
{
    private readonly PayloadVisitor? _encoder = codec == null ? null : PayloadVisitor.Encoder(codec);

    public async Task<RespondWorkflowTaskCompletedResponse> CompleteAsync(RespondWorkflowTaskCompletedRequest request)
    {
        if (_encoder != null)
        {
            // The state keeps its commands, which are compared with history later; what is sent is encoded.
            request = request.Clone();
            await _encoder.VisitAsync(request).ConfigureAwait(false);
        }
        return await service.CompleteAsync(request).ConfigureAwait(false);
    }

    public async Task AnswerQueryAsync(RespondQueryTaskCompletedRequest request)
    {
        if (_encoder != null)
        {
            await _encoder.VisitAsync(request).ConfigureAwait(false);
        }
        await service.AnswerQueryAsync(request).ConfigureAwait(false);
    }

    /// <summary>Sends a failure, whose payloads are encoded already.</summary>
    public Task FailAsync(RespondWorkflowTaskFailedRequest request) => service.FailAsync(request);
}
