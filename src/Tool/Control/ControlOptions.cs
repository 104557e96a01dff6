using System.Net;
using SmtpSim.Playing;

namespace SmtpSim.Control;

/// <summary>How the control interface is to be served.</summary>
/// <param name="Listen">Where it listens.</param>
/// <param name="Remote">Other machines may use it, and its servers may listen where those can reach them.</param>
/// <param name="Scripts">Where scripts that name files find them; null: they can name none.</param>
/// <param name="Walk">Clock, limits and certificates of the servers.</param>
public sealed record ControlOptions(IPEndPoint Listen, bool Remote, string? Scripts, WalkOptions Walk);
