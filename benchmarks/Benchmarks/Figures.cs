using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>Times of one thing, done many times over.</summary>
internal sealed class Figures
{
    private readonly List<double> _milliseconds = [];

    public double Median => At(0.5);

    public static void Head() => Console.WriteLine($"{"",-52}{"median",10}{"p99",10}");

    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    /// <summary>How long it takes counts.</summary>
    public async Task<T> TimeAsync<T>(Func<Task<T>> act)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await act();
        Add(Stopwatch.GetElapsedTime(began));
        return result;
    }

    public void Print(string what) => Console.WriteLine($"{what,-52}{Show(Median),10}{Show(At(0.99)),10}");

    /// <summary>What one thing costs more than another, and whether that is below what is asked.</summary>
    public static void PrintDifference(string what, Figures one, Figures other, double below)
    {
        var difference = one.Median - other.Median;
        var judgement = difference < below ? $"below {Show(below)}" : $"NOT below {Show(below)}";
        Console.WriteLine($"{what,-52}{Show(difference),10}  {judgement}; ratio {Number(one.Median / other.Median, "0.00")}\n");
    }

    /// <summary>How much longer one thing takes than another.</summary>
    public static void PrintRatio(string what, Figures one, Figures other, double below)
    {
        var ratio = one.Median / other.Median;
        Console.WriteLine($"{what,-52}{Number(ratio, "0.00"),10}  {(ratio < below ? "below" : "NOT below")} {Number(below, "0.00")}\n");
    }

    public static void PrintBound(string what, Figures figures, double below) => Console.WriteLine(
        $"{what,-52}{Show(figures.Median),10}  {(figures.Median < below ? "below" : "NOT below")} {Show(below)}");

    private static string Show(double milliseconds) => $"{Number(milliseconds, milliseconds < 10 ? "0.000" : "0")} ms";

    private static string Number(double number, string form) => number.ToString(form, CultureInfo.InvariantCulture);

    private double At(double part)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted[(int)(part * (sorted.Count - 1))];
    }
}
