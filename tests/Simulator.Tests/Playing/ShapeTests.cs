using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Playing;
using SmtpSim.Tests.Transcripts;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class ShapeTests
{
    private static readonly Gen<Shape> Shapes =
        from sizes in Always.Some(Gen.Choose(0, 9), 4)
        from repeats in Gen.Elements(true, false)
        from cut in Gen.Elements<int?>(null, 0, 1, 7, 100)
        select sizes.Count == 0 ? new Shape(null, false, default, cut) : new Shape([.. sizes], repeats, default, cut);

    [Theory]
    [InlineData("@chunk 3", "abcdefgh", "abc|def|gh")]
    [InlineData("@split 3,1,rest", "abcdefgh", "abc|d|efgh")]
    [InlineData("@split 3,1", "abcdefgh", "abc|d|efgh")]
    [InlineData("@split 9,1", "abc", "abc")]
    [InlineData("@rate 40B/s", "abcde", "ab|cd|e")]
    [InlineData("@rate 1B/s", "abc", "a|b|c")]
    [InlineData("@rate 2kB/s", "abc", "abc")]
    [InlineData("@cut 2", "abc", "ab")]
    [InlineData("@cut 9", "abc", "abc")]
    [InlineData("@cut 0", "abc", "")]
    [InlineData("@chunk 2\n@cut 3", "abcdef", "ab|c")]
    [InlineData("@cut 3\n@split 1,rest", "abcdef", "a|bc")]
    public void Directives_say_the_pieces(string directives, string octets, string pieces)
    {
        var shape = Wrong.None(directives).Steps.Cast<Directive>().Aggregate(Shape.Whole, (s, d) => s.With(d));
        Assert.Equal(pieces, string.Join('|', shape.Pieces(System.Text.Encoding.ASCII.GetBytes(octets))
            .Select(p => System.Text.Encoding.ASCII.GetString(p.Span))));
    }

    [Fact]
    public void Pieces_joined_are_the_octets_up_to_the_cut() => Always.Holds(Shapes.Zip(Always.Octets()), t =>
    {
        var (shape, octets) = t;
        var pieces = shape.Pieces(octets).ToList();
        Assert.Equal(octets.Take(shape.Cut ?? int.MaxValue), pieces.SelectMany(p => p.ToArray()));
        Assert.All(pieces, p => Assert.NotEqual(0, p.Length));
    });

    [Theory]
    [InlineData("@rate 40B/s", 50)]
    [InlineData("@rate 1B/s", 1000)]
    [InlineData("@rate 2kB/s", 50)]
    [InlineData("@rate 1MB/s", 50)]
    public void A_rate_is_pieces_and_pauses(string rate, int milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds), Shape.Whole.With(Wrong.Single<Directive>(rate)).Pause);

    [Fact]
    public void A_chunk_may_have_a_pause()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(5), Shape.Whole.With(Wrong.Single<Directive>("@chunk 1 every 5ms")).Pause);
        Assert.Equal(TimeSpan.Zero, Shape.Whole.With(Wrong.Single<Directive>("@chunk 1")).Pause);
    }
}
