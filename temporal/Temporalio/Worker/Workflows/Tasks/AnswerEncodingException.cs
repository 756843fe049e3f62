namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>The codec refused to encode the answer to a task. The message is what the server is told.</summary>
internal sealed class AnswerEncodingException(Exception refusal)
    : Exception($"Failed encoding completion: {refusal}", refusal);
