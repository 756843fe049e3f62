using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.History.Commands;

/// <summary>Faults of a completion that leave its workflow task open: the worker may answer again.</summary>
internal static class CommandSequence
{
    /// <summary>True for commands that close the run.</summary>
    public static bool IsClosing(CommandType type) => type is
        CommandType.CompleteWorkflowExecution or CommandType.FailWorkflowExecution
        or CommandType.CancelWorkflowExecution or CommandType.ContinueAsNewWorkflowExecution;

    /// <summary>
    /// Refuses unknown commands, a closing command that is not the last, unknown namespaces, empty messages.
    /// </summary>
    public static void Check(RespondWorkflowTaskCompletedRequest request, INamespaceRegistry namespaces)
    {
        var commands = request.Commands;
        for (var i = 0; i < commands.Count; i++)
        {
            if (!IsKnown(commands[i].CommandType))
            {
                throw RpcErrors.InvalidArgument($"unknown command type: {NameOf(commands[i].CommandType)}");
            }

            if (IsClosing(commands[i].CommandType) && i < commands.Count - 1)
            {
                var names = string.Join(", ", commands.Select(c => NameOf(c.CommandType)));
                throw RpcErrors.InvalidArgument($"invalid command sequence: [{names}], command "
                    + $"{NameOf(commands[i].CommandType)} must be the last command.");
            }
        }

        foreach (var command in commands)
        {
            CheckNamespace(command, namespaces);
        }

        if (request.Messages.Any(m => m.Body is null))
        {
            throw RpcErrors.InvalidArgument("nil message body");
        }
    }

    private static bool IsKnown(CommandType type) => type != CommandType.Unspecified && Enum.IsDefined(type);

    private static string NameOf(CommandType type) => Enum.IsDefined(type) ? type.ToString() : $"{(int)type}";

    private static void CheckNamespace(Command command, INamespaceRegistry namespaces)
    {
        if (command is { CommandType: CommandType.StartChildWorkflowExecution, AttributesCase: Command.AttributesOneofCase.None })
        {
            throw new RpcException(RpcCode.Internal, $"something went wrong, please retry ({Random.Shared.Next():x8})");
        }

        var name = command.AttributesCase switch
        {
            Command.AttributesOneofCase.StartChildWorkflowExecutionCommandAttributes =>
                command.StartChildWorkflowExecutionCommandAttributes.Namespace,
            Command.AttributesOneofCase.SignalExternalWorkflowExecutionCommandAttributes =>
                command.SignalExternalWorkflowExecutionCommandAttributes.Namespace,
            Command.AttributesOneofCase.RequestCancelExternalWorkflowExecutionCommandAttributes =>
                command.RequestCancelExternalWorkflowExecutionCommandAttributes.Namespace,
            _ => "",
        };
        if (name.Length > 0 && !namespaces.TryGetByName(name, out _))
        {
            throw RpcErrors.NamespaceNotFound(name);
        }
    }
}
