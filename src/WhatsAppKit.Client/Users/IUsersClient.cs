using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.Client.Users;

/// <summary>The users of a subscription.</summary>
public interface IUsersClient
{
    /// <summary>List users. For administrators.</summary>
    [Get(Routes.Users)]
    Task<IReadOnlyList<UserDetailResponse>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Create user. For administrators.</summary>
    [Post(Routes.Users)]
    Task<UserDetailResponse> CreateAsync([Body] CreateUserRequest request, CancellationToken cancellationToken = default);

    /// <summary>Get user. For administrators.</summary>
    [Get(Routes.User)]
    Task<UserDetailResponse> GetAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Update user. For administrators.</summary>
    [Put(Routes.User)]
    Task<UserDetailResponse> UpdateAsync(string userId, [Body] UpdateUserRequest request, CancellationToken cancellationToken = default);

    /// <summary>Delete user. For administrators.</summary>
    [Delete(Routes.User)]
    Task DeleteAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Deactivate user. For administrators.</summary>
    [Post(Routes.DeactivateUser)]
    Task<UserDetailResponse> DeactivateAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Activate user. For administrators.</summary>
    [Post(Routes.ActivateUser)]
    Task<UserDetailResponse> ActivateAsync(string userId, CancellationToken cancellationToken = default);
}
