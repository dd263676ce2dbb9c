using WhatsAppKit.AspNetCore.Media;

namespace WhatsAppKit.AspNetCore.Tests.Media;

public class FileNameTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Windows\\system32\\cmd.exe", "cmd.exe")]
    [InlineData("..", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("a\0b\r\nSet-Cookie: x.txt", "abSet-Cookie x.txt")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("na\u00EFve \U0001F600.txt", "na\u00EFve \U0001F600.txt")]
    [InlineData("bad\uD800.txt", "bad.txt")]
    [InlineData("a\";filename=\"b.html", "afilename=b.html")]
    [InlineData(" . hidden . ", "hidden")]
    public void Only_what_is_safe_to_show_is_left(string? name, string? expected) => Assert.Equal(expected, FileNames.Clean(name));

    [Fact]
    public void A_long_name_keeps_its_ending()
    {
        var name = FileNames.Clean(new string('x', 5000) + ".pdf")!;
        Assert.Equal(200, name.Length);
        Assert.EndsWith("x.pdf", name, StringComparison.Ordinal);
    }
}
