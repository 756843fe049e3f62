using Npgsql;
using Sagas.Storage;

namespace Sagas.Activities.Tests.Storage;

public sealed class ConnectionUrlTests
{
    [Fact]
    public void ToConnectionString_Url_EveryPartIsTaken()
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionUrl.ToConnectionString(
            "postgres://us%40er:p%3Ass@db.example:6543/na%20me?sslmode=require"));
        settings.Username.ShouldBe("us@er");
        settings.Password.ShouldBe("p:ss");
        settings.Host.ShouldBe("db.example");
        settings.Port.ShouldBe(6543);
        settings.Database.ShouldBe("na me");
        settings.SslMode.ShouldBe(SslMode.Require);
    }

    [Fact]
    public void ToConnectionString_Keywords_LeftAsTheyAre() =>
        ConnectionUrl.ToConnectionString("Host=x;Database=y").ShouldBe("Host=x;Database=y");

    [Fact]
    public void ToConnectionString_BadUrl_RefusedWithoutThePassword() =>
        Should.Throw<FormatException>(() => ConnectionUrl.ToConnectionString("postgres://u:secret@host:port"))
            .Message.ShouldNotContain("secret");
}
