using Microsoft.Extensions.FileProviders;

namespace Temporal.DevServer.Http.Ui;

/// <summary>The static build of the UI: hashed files for ever, every other path is the one page that routes by itself.</summary>
/// <param name="folder">Where the build is; null: there is none. It may appear while the server runs.</param>
internal sealed class UiPages(string? folder)
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

    private readonly Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider _types = new();
    private PhysicalFileProvider? _files;

    /// <summary>Answers any path that is not the API's.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "GET";
            return;
        }

        if (_files is null && Directory.Exists(folder))
        {
            _files = new PhysicalFileProvider(folder);
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
