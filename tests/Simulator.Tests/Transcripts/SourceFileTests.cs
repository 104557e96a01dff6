using System.Text;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class SourceFileTests
{
    [Theory]
    [InlineData("C: Gr\u00FC\u00DFe\n")]
    [InlineData("")]
    public void What_is_text_is_read(string text) => Assert.Equal(text, SourceFile.Text(Encoding.UTF8.GetBytes(text), "t.smtp"));

    [Fact]
    public void What_a_shell_of_Windows_wrote_is_read() =>
        Assert.Equal("\ufeffC: x\n", SourceFile.Text([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("C: x\n")], "t.smtp"));

    [Fact]
    public void An_octet_that_is_no_text_is_named_and_where_it_stands()
    {
        byte[] latin = [.. "S: 220\nC: Gr"u8, 0xFC, .. "n\n"u8];
        var wrong = Assert.Throws<UnusableFileException>(() => SourceFile.Text(latin, "t.smtp"));
        Assert.Equal(
            "t.smtp:2:6: octet 0xFC is no UTF-8: save the file as UTF-8, or write such octets in quotes, as \\xFC",
            wrong.Message);
    }

    [Fact]
    public void A_capture_is_no_text() => Assert.Equal(
        "x.pcap:1:5: there is an octet 0x00: this is no text",
        Assert.Throws<UnusableFileException>(() => SourceFile.Text([0x64, 0x63, 0x62, 0x61, 0, 2], "x.pcap")).Message);

    // Nobody may read memory from where nothing lies, and root may read all else.
    [Fact]
    public void What_the_system_does_not_let_be_read_is_told()
    {
        const string Memory = "/proc/self/mem";
        if (!OperatingSystem.IsLinux())
            return;
        Assert.StartsWith(
            $"{Memory}: this cannot be read: ",
            Assert.Throws<UnusableFileException>(() => SourceFile.Read(Memory)).Message, StringComparison.Ordinal);
        var refused = Assert.Throws<UnusableFileException>(
            () => SourceFile.Tried<string>("a.smtp", () => throw new UnauthorizedAccessException("no")));
        Assert.Equal("a.smtp: this cannot be read: no", refused.Message);
    }

    [Fact]
    public void A_folder_is_named_as_one()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith("this is a folder, and a file is needed",
            Assert.Throws<UnusableFileException>(() => SourceFile.Read(folder.Root)).Message, StringComparison.Ordinal);
    }
}
