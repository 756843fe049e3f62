using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sandbox.Hosting.Http;

namespace Sandbox.Hosting.Faults;

/// <summary><c>/_sandbox/faults</c>: POST adds a rule, GET lists them, DELETE ends them all.</summary>
public static class FaultEndpoint
{
    /// <summary>Answers the request; false when the method is none of the three.</summary>
    public static async Task<bool> HandleAsync(
        HttpContext context, FaultBoard board, IReadOnlyCollection<string> operations)
    {
        switch (context.Request.Method)
        {
            case "GET":
                await JsonAnswer.WriteAsync(context, 200, board.List(), WriteList);
                return true;
            case "DELETE":
                board.Clear();
                await ControlAnswer.DoneAsync(context);
                return true;
            case "POST":
                await AddAsync(context, board, operations);
                return true;
            default:
                return false;
        }
    }

    private static async Task AddAsync(HttpContext context, FaultBoard board, IReadOnlyCollection<string> operations)
    {
        using var document = await ControlAnswer.ReadObjectAsync(context);
        if (document is null)
        {
            return;
        }

        if (FaultRule.Read(document.RootElement, operations, out var faults) is not { } rule)
        {
            await ControlAnswer.RefuseAsync(context, 400, faults);
        }
        else if (!board.TryAdd(rule))
        {
            await ControlAnswer.RefuseAsync(context, 409, "Too many rules are in force; end them with DELETE.");
        }
        else
        {
            await ControlAnswer.DoneAsync(context);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, IReadOnlyList<FaultRule> rules)
    {
        writer.WriteStartArray();
        foreach (var rule in rules)
        {
            writer.WriteStartObject();
            writer.WriteString("operation"u8, rule.Operation);
            writer.WriteNumber("times"u8, rule.Times);
            if (rule.Status is { } status)
            {
                writer.WriteNumber("status"u8, status);
            }

            writer.WriteBoolean("work"u8, rule.Work);
            writer.WriteBoolean("stored"u8, rule.Stored);
            writer.WriteBoolean("drop"u8, rule.Drop);
            writer.WriteNumber("delayMs"u8, rule.Delay.TotalMilliseconds);
            writer.WriteNumber("delayAfterMs"u8, rule.DelayAfter.TotalMilliseconds);
            writer.WriteString("match"u8, rule.Match);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
