using Temporal.DevServer.Http.Ui;

namespace Temporal.DevServer.Tests.Http;

public sealed class MarkdownPageTests
{
    [Fact]
    public void Html_RawHtml_IsEscaped() => MarkdownPage.Html("hi <script>1</script>").ShouldNotContain("<script>");

    [Fact]
    public void Html_Link_OpensInANewWindow() =>
        MarkdownPage.Html("[a](http://x.example)").ShouldContain("href=\"http://x.example\" target=\"_blank\"");

    [Theory]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](data:text/html,x)")]
    [InlineData("[a](/render)")]
    public void Html_LinkThatIsNotToTheWeb_GoesNowhere(string markdown) =>
        MarkdownPage.Html(markdown).ShouldContain("href=\"\"");
}
