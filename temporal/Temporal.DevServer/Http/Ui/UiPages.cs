using Microsoft.Extensions.FileProviders;

namespace Temporal.DevServer.Http.Ui;

/// <summary>The static build of the UI: hashed files for ever, every other path is the one page that routes by itself.</summary>
internal sealed class UiPages
{
    private const string AppFolder = "/_app/";
    private const string NotBuilt = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Temporal server</title></head>
        <body>
        <h1>The Temporal server is running</h1>
        <p>Its UI is not built on this machine: that needs Node 20. Install Node and start again; the HTTP API under
        <code>/api/v1</code>, the gRPC API and the <code>temporal</code> command line work without it.</p>
        </body>
        </html>
        """;

    private readonly PhysicalFileProvider? _files;
    private readonly Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider _types = new();

    /// <param name="folder">Where the build is; null or a folder that does not exist: there is none.</param>
    public UiPages(string? folder) => _files = Directory.Exists(folder) ? new PhysicalFileProvider(folder) : null;

    /// <summary>Answers any path that is not the API's.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "GET";
            return;
        }

        var path = http.Request.Path.Value ?? "/";
        if (_files?.GetFileInfo(path) is { Exists: true, IsDirectory: false } file)
        {
            await SendAsync(http, file, path).ConfigureAwait(false);
        }
        else if (path.StartsWith(AppFolder, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync("404 page not found\n", http.RequestAborted).ConfigureAwait(false);
        }
        else if (_files?.GetFileInfo("index.html") is { Exists: true } index)
        {
            await SendAsync(http, index, "index.html").ConfigureAwait(false);
        }
        else
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.WriteAsync(NotBuilt, http.RequestAborted).ConfigureAwait(false);
        }
    }

    private Task SendAsync(HttpContext http, IFileInfo file, string path)
    {
        http.Response.ContentType = _types.TryGetContentType(path, out var type) ? type : "application/octet-stream";
        http.Response.Headers.CacheControl = path.Contains("/immutable/", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        return http.Response.SendFileAsync(file, http.RequestAborted);
    }
}
