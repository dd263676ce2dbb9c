using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Contacts;

/// <summary>The pictures of people and groups: seen, downloaded, and for this account and its groups changed.</summary>
/// <remarks>
/// Every method throws <see cref="WhatsAppNotConnectedException"/> without a connection, <see cref="RequestTimeoutException"/> when
/// the server does not answer, and <see cref="WhatsAppRequestException"/> when it refuses: with
/// <see cref="RequestRefusal.Forbidden"/> what this account may not change, with <see cref="RequestRefusal.NotAcceptable"/> what is no picture.
/// </remarks>
public sealed class ProfilePictures
{
    /// <summary>The largest picture that can be set or downloaded, in bytes.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    private readonly IWhatsAppSession _session;
    private readonly DeviceState _state;
    private readonly PrivacyTokenStore _tokens;
    private readonly MediaService _media;

    internal ProfilePictures(IWhatsAppSession session, DeviceState state, PrivacyTokenStore tokens, MediaService media)
    {
        _session = session;
        _state = state;
        _tokens = tokens;
        _media = media;
    }

    /// <summary>Where the picture of a person or a group can be had.</summary>
    /// <param name="of">A person by phone number or LID, or a group.</param>
    /// <param name="query">What is wanted; null for the full picture.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is neither a person's nor a group's.</exception>
    public async Task<PictureAnswer> GetAsync(Jid of, PictureQuery? query = null, CancellationToken cancellationToken = default)
    {
        if (!of.IsPhoneNumber && !of.IsLid && !of.IsGroup)
        {
            throw new ArgumentException("Only people and groups have pictures.", nameof(of));
        }

        query ??= new PictureQuery();
        var user = of.ToUser();

        // With a token for the own picture, the server would not answer at all.
        var token = of.IsGroup || (_state.IsLoaded && _state.Credentials.IsOwnUser(user)) ? default : await _tokens.ValidAsync(user, cancellationToken).ConfigureAwait(false);
        try
        {
            return PictureNodes.Read(await _session.QueryAsync(PictureNodes.Get(user, query, token), cancellationToken).ConfigureAwait(false), query);
        }
        catch (WhatsAppRequestException error) when (error.Reason == RequestRefusal.NotFound)
        {
            return new PictureAnswer(PictureState.NotSet);
        }
        catch (WhatsAppRequestException error) when (error.Reason is RequestRefusal.NotAuthorized or RequestRefusal.Forbidden)
        {
            return new PictureAnswer(PictureState.Hidden);
        }
    }

    /// <summary>Downloads a picture.</summary>
    /// <param name="picture">The picture, from <see cref="GetAsync"/>.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <returns>The file, as a rule JPEG.</returns>
    /// <exception cref="MediaUnavailableException">The picture cannot be had; its address may have expired.</exception>
    /// <exception cref="MediaCorruptException">It exceeds <see cref="MaxBytes"/>.</exception>
    public Task<byte[]> DownloadAsync(ProfilePicture picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return _media.FetchPictureAsync(picture.Url, MaxBytes, cancellationToken);
    }

    /// <summary>Gives this account another picture.</summary>
    /// <param name="jpeg">A JPEG file, square; official clients make it 640 pixels wide.</param>
    /// <param name="cancellationToken">Stops waiting; the picture may still be changed.</param>
    /// <returns>The picture's id; null when the server does not tell it.</returns>
    /// <exception cref="ArgumentException">The bytes are no JPEG file, or more than <see cref="MaxBytes"/>.</exception>
    public Task<string?> SetOwnAsync(ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken = default) => SetAsync(null, jpeg, cancellationToken);

    /// <summary>Takes this account's picture away.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RemoveOwnAsync(CancellationToken cancellationToken = default) => _session.QueryAsync(PictureNodes.Remove(null), cancellationToken);

    /// <summary>Gives a group another picture.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="jpeg">A JPEG file, square; official clients make it 640 pixels wide.</param>
    /// <param name="cancellationToken">Stops waiting; the picture may still be changed.</param>
    /// <returns>The picture's id; null when the server does not tell it.</returns>
    /// <exception cref="ArgumentException">The address is no group's, or the bytes are no JPEG file or more than <see cref="MaxBytes"/>.</exception>
    public Task<string?> SetGroupAsync(Jid group, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken = default) =>
        SetAsync(Group(group), jpeg, cancellationToken);

    /// <summary>Takes a group's picture away.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no group's.</exception>
    public Task RemoveGroupAsync(Jid group, CancellationToken cancellationToken = default) =>
        _session.QueryAsync(PictureNodes.Remove(Group(group)), cancellationToken);

    private static Jid Group(Jid group) => group.IsGroup ? group : throw new ArgumentException("The address is no group's.", nameof(group));

    private async Task<string?> SetAsync(Jid? target, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken)
    {
        if (jpeg.Length > MaxBytes || !jpeg.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            throw new ArgumentException($"A picture is a JPEG file of at most {MaxBytes} bytes.", nameof(jpeg));
        }

        var answer = await _session.QueryAsync(PictureNodes.Set(target, jpeg), cancellationToken).ConfigureAwait(false);
        return answer.Child("picture")?["id"];
    }
}
