using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sagas.Encryption;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;

namespace Sagas.CodecServer;

/// <summary>
/// The protocol of Temporal's remote codecs: <c>POST /encode</c> and <c>POST /decode</c> take payloads as protobuf's JSON and
/// answer with as many, in the same order. What is not encrypted is given back by decode as it is.
/// </summary>
internal sealed class CodecEndpoints(CodecServerOptions options, ILogger<CodecEndpoints> logger)
{
    private const int NamespaceShownMax = 60;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private readonly EncryptionCodec _codec = new(options.Keys);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/encode", context => AnswerAsync(context, _codec.EncodeAsync));
        routes.MapPost("/decode", context => AnswerAsync(context, _codec.DecodeAsync));
    }

    private async Task AnswerAsync(
        HttpContext context, Func<IReadOnlyCollection<Payload>, Task<IReadOnlyCollection<Payload>>> apply)
    {
        try
        {
            var payloads = await ReadAsync(context.Request);
            var changed = new Payloads { Payloads_ = { await apply(payloads.Payloads_) } };
            Note(context.Request, payloads.Payloads_.Count);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(JsonFormatter.Default.Format(changed), context.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            await Refusals.WriteAsync(context, error.StatusCode, error.Message);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException)
        {
            await Refusals.WriteAsync(
                context,
                StatusCodes.Status400BadRequest,
                """The body must be payloads as JSON: {"payloads":[{"metadata":{"encoding":"BASE64"},"data":"BASE64"}]}.""");
        }
        catch (DecryptionException error)
        {
            await Refusals.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, error.Message);
        }
    }

    /// <summary>Other types may be sent by any page without asking; none of our clients sends them.</summary>
    private static async Task<Payloads> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException(
                "The body must be JSON, with `Content-Type: application/json`.", StatusCodes.Status415UnsupportedMediaType);
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return Parser.Parse<Payloads>(await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
    }

    /// <summary>Who reads what others may not is worth a line; what was read is not in it.</summary>
    private void Note(HttpRequest request, int count)
    {
        var of = request.Headers["X-Namespace"].ToString();
        logger.Answered(
            request.Path, count, of.Length <= NamespaceShownMax ? of : of[..NamespaceShownMax], request.Headers.Origin.ToString());
    }
}
