using Google.Protobuf;
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
            await EncodeAsync(_encoder, request).ConfigureAwait(false);
        }
        return await service.CompleteAsync(request).ConfigureAwait(false);
    }

    public async Task AnswerQueryAsync(RespondQueryTaskCompletedRequest request)
    {
        if (_encoder != null)
        {
            await EncodeAsync(_encoder, request).ConfigureAwait(false);
        }
        await AnswerEncodedQueryAsync(request).ConfigureAwait(false);
    }

    /// <summary>Sends an answer to a query that is encoded already, or has nothing to encode.</summary>
    public Task AnswerEncodedQueryAsync(RespondQueryTaskCompletedRequest request) =>
        service.AnswerQueryAsync(request);

    /// <summary>Sends a failure, whose payloads are encoded already.</summary>
    public Task FailAsync(RespondWorkflowTaskFailedRequest request) => service.FailAsync(request);

    private static async Task EncodeAsync(PayloadVisitor encoder, IMessage answer)
    {
        try
        {
            await encoder.VisitAsync(answer).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new AnswerEncodingException(e);
        }
    }
}
