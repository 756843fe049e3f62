using System.Net;
using System.Security.Cryptography;
using Temporal.DevServer.Grpc;

namespace Temporal.DevServer.Http.Ui;

/// <summary>
/// Keeps foreign web pages out. The UI sends its bodies as text, so a browser would send such a post from any page
/// without asking first; and a name that resolves to this machine would make a foreign page "the same origin".
/// </summary>
internal sealed class UiGuards(IPAddress boundTo, IReadOnlyList<string> moreHosts)
{
    private const string Cookie = "_csrf";
    private const string Token = "X-CSRF-TOKEN";

    /// <summary>Refuses a request by throwing, and gives the browser its token.</summary>
    public void Check(HttpContext http)
    {
        CheckSource(http.Request);
        SetHeaders(http.Response);
        var cookie = http.Request.Cookies[Cookie];
        if (cookie is null)
        {
            http.Response.Cookies.Append(Cookie, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                new CookieOptions { Path = "/", SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(1) });
        }

        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            RequireToken(http.Request, cookie);
        }
    }

    /// <summary>Refuses what a page of another site sends. Programs, which name no site, pass.</summary>
    public void CheckSource(HttpRequest request)
    {
        RequireHost(request);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            RequireSameOrigin(request);
        }
    }

    /// <summary>Refuses a host name that is neither this machine nor allowed; what a DNS-rebinding page would send.</summary>
    private void RequireHost(HttpRequest request)
    {
        var host = request.Host.Host.Trim('[', ']');
        var known = host is "localhost" || moreHosts.Contains(host)
            || (IPAddress.TryParse(host, out var ip) && (IPAddress.IsLoopback(ip) || ip.Equals(boundTo)));
        if (!known)
        {
            throw new HttpRefusal(403, RpcCode.PermissionDenied, "Host not allowed");
        }
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.Headers.XFrameOptions = "SAMEORIGIN";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XXSSProtection = "1; mode=block";
        response.Headers.Vary = "Accept-Encoding, Cookie";
    }

    private static void RequireSameOrigin(HttpRequest request)
    {
        var foreign = request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            || (request.Headers.Origin.ToString() is { Length: > 0 } origin
                && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Authority != request.Host.Value));
        if (foreign)
        {
            throw HttpRefusal.WithoutCode(403, "invalid csrf token: the request comes from another site");
        }
    }

    private static void RequireToken(HttpRequest request, string? cookie)
    {
        if (!string.IsNullOrEmpty(request.Headers.Authorization))
        {
            return; // a browser never adds this by itself
        }

        var token = request.Headers[Token].ToString();
        if (token.Length == 0)
        {
            throw HttpRefusal.WithoutCode(400, "missing csrf token in request header");
        }

        if (token != cookie)
        {
            throw HttpRefusal.WithoutCode(403, "invalid csrf token");
        }
    }
}
